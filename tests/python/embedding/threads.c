/* threads LIBRARY FUNCTION ...: eight threads for each pair, which all make their first call at the same time, and go on
   calling. Prints how many results were wrong. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

enum { kThreads = 8, kCalls = 100, kMost = 64 };

static pthread_barrier_t start;
static int wrong;

static void *run(void *argument) {
  int (*function)(int, int) = (int (*)(int, int))argument;
  pthread_barrier_wait(&start);
  for (int i = 0; i < kCalls; i++) {
    if (function(i, 7) != i + 7) {
      __atomic_add_fetch(&wrong, 1, __ATOMIC_RELAXED);
    }
  }
  return NULL;
}

int main(int count, char **words) {
  pthread_t threads[kMost];
  int started = 0;
  pthread_barrier_init(&start, NULL, (unsigned)((count - 1) / 2 * kThreads));
  for (int i = 1; i + 1 < count && started + kThreads <= kMost; i += 2) {
    void *library = dlopen(words[i], RTLD_NOW | RTLD_GLOBAL);
    void *function = library != NULL ? dlsym(library, words[i + 1]) : NULL;
    if (function == NULL) {
      fprintf(stderr, "%s\n", dlerror());
      return 2;
    }
    for (int j = 0; j < kThreads; j++) {
      pthread_create(&threads[started++], NULL, run, function);
    }
  }
  for (int i = 0; i < started; i++) {
    pthread_join(threads[i], NULL);
  }
  printf("%d threads, %d wrong\n", started, wrong);
  return wrong != 0;
}
