/* A C program that reads its settings with Python, and does not know. */
#include <stdio.h>

#include "settings.h"

int main(void) {
  setting_t settings[8];
  int count = settings_read("{\"width\": 640, \"height\": 480, \"zoom\": 1.5}", settings, 8);
  printf("%d settings\n", count);
  for (int i = 0; i < count && i < 8; i++) {
    printf("  %s = %g\n", settings[i].name, settings[i].value);
  }
  const setting_t *found = settings_find("hight", settings, count);
  printf("hight: did you mean %s?\n", found != NULL ? found->name : "nothing");
  printf("what is no JSON: %d\n", settings_read("{width}", settings, 8));
  return 0;
}
