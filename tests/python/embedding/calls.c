/* calls LIBRARY FUNCTION...: opens a library and calls `int f(int, int)` of each name with (40, 2). "@" before a library
   opens it for everybody, not for this program alone; "-" closes the last library. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

int main(int count, char **words) {
  void *library = NULL;
  setvbuf(stdout, NULL, _IONBF, 0);
  for (int i = 1; i < count; i++) {
    const char *word = words[i];
    if (strcmp(word, "-") == 0) {
      dlclose(library);
    } else if (strchr(word, '/') != NULL) {
      library = dlopen(word + (*word == '@'), RTLD_NOW | (*word == '@' ? RTLD_GLOBAL : RTLD_LOCAL));
      if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
      }
    } else {
      int (*function)(int, int) = (int (*)(int, int))dlsym(library, word);
      if (function == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 3;
      }
      errno = 77;
      int result = function(40, 2);
      printf("%s: %d, errno %d\n", word, result, errno);
    }
  }
  return 0;
}
