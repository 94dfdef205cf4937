/* A program linked with the plug-in: nothing in it knows of Python. */
#include <stdio.h>

#include "plugin.h"

int main(void) {
  int values[] = {1, 2, 39};
  char text[40] = "";
  printf("%d\n", plugin_sum(values, 3));
  point_t p = plugin_mirror((point_t){1.5, -2}, 2.0L);
  printf("%g %g\n", p.x, p.y);
  plugin_greet("C", text);
  printf("%s\n", text);
  return 0;
}
