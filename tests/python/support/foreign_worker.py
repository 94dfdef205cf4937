"""Threads that C makes and keeps, for the tests of callbacks from such threads."""

CDEF = """
struct worker;
struct worker *worker_start(void);
int worker_call(struct worker *, int (*f)(int), int x);
void worker_post(struct worker *, int (*f)(int), int x);
void worker_end(struct worker *);
int call_in_new_threads(int (*f)(int), int count);
void call_at_thread_end(int (*f)(int), int x);
void call_at_exit(int (*f)(int), int x, int in_thread);
int call_here(int (*f)(int), int x);
void leave_thread(void);
void pause_thread(int milliseconds);
void flood(int (*f)(int), int threads);
int flood_end(void);
void flood_ends_at_exit(void);
void call_when_unloaded(int (*f)(int));
int fork(void);
void exit(int);
"""

SOURCE = r"""
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef int function(int);

/* One thread, which calls what it is told to, until it is told to end. */
struct worker {
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  function *f;
  int argument, result, asked, done, ending;
};

static void *work(void *p) {
  struct worker *w = p;
  pthread_mutex_lock(&w->mutex);
  for (;;) {
    while (w->asked == w->done && !w->ending) pthread_cond_wait(&w->changed, &w->mutex);
    if (w->asked == w->done) break;
    pthread_mutex_unlock(&w->mutex);
    int result = w->f(w->argument);
    pthread_mutex_lock(&w->mutex);
    w->result = result;
    w->done++;
    pthread_cond_broadcast(&w->changed);
  }
  pthread_mutex_unlock(&w->mutex);
  return NULL;
}

struct worker *worker_start(void) {
  struct worker *w = calloc(1, sizeof *w);
  pthread_mutex_init(&w->mutex, NULL);
  pthread_cond_init(&w->changed, NULL);
  if (pthread_create(&w->thread, NULL, work, w) != 0) abort();
  return w;
}

void worker_post(struct worker *w, function *f, int x) {
  pthread_mutex_lock(&w->mutex);
  w->f = f;
  w->argument = x;
  w->asked++;
  pthread_cond_broadcast(&w->changed);
  pthread_mutex_unlock(&w->mutex);
}

int worker_call(struct worker *w, function *f, int x) {
  worker_post(w, f, x);
  pthread_mutex_lock(&w->mutex);
  while (w->asked != w->done) pthread_cond_wait(&w->changed, &w->mutex);
  int result = w->result;
  pthread_mutex_unlock(&w->mutex);
  return result;
}

void worker_end(struct worker *w) {
  pthread_mutex_lock(&w->mutex);
  w->ending = 1;
  pthread_cond_broadcast(&w->changed);
  pthread_mutex_unlock(&w->mutex);
  pthread_join(w->thread, NULL);
  free(w);
}

struct call { function *f; int x, result; };
static void *run_call(void *p) {
  struct call *c = p;
  c->result = c->f(c->x);
  return NULL;
}

/* One after the other. */
int call_in_new_threads(function *f, int count) {
  int total = 0;
  for (int i = 0; i < count; i++) {
    struct call call = {f, i, 0};
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_call, &call) != 0) abort();
    pthread_join(thread, NULL);
    total += call.result;
  }
  return total;
}

/* By a destructor of the thread that asks for it. */
static pthread_key_t end_key;
static pthread_once_t end_once = PTHREAD_ONCE_INIT;
static void at_thread_end(void *p) {
  run_call(p);
  free(p);
}
static void make_end_key(void) { pthread_key_create(&end_key, at_thread_end); }
void call_at_thread_end(function *f, int x) {
  struct call *call = calloc(1, sizeof *call);
  call->f = f;
  call->x = x;
  pthread_once(&end_once, make_end_key);
  pthread_setspecific(end_key, call);
}

/* By atexit() of C, in the thread that ends the process or in a new one. */
static struct { function *f; int x, in_thread; } last;
static void at_exit(void) {
  int result = last.in_thread ? call_in_new_threads(last.f, 1) : last.f(last.x);
  printf("C exits with %d\n", result);
  fflush(stdout);
}
void call_at_exit(function *f, int x, int in_thread) {
  last.f = f;
  last.x = x;
  last.in_thread = in_thread;
  atexit(at_exit);
}

/* Threads that call without a pause. */
static pthread_t flooding[16];
static int flood_size;
static volatile int flood_stops;
static function *flood_function;
static void *flood_thread(void *p) {
  for (int i = 0; !flood_stops; i++) flood_function(i % 1000);
  return p;
}
void flood(function *f, int threads) {
  flood_function = f;
  flood_stops = 0;
  for (flood_size = 0; flood_size < threads; flood_size++)
    if (pthread_create(&flooding[flood_size], NULL, flood_thread, NULL) != 0) abort();
}
int flood_end(void) {
  int ended = 0;
  for (flood_stops = 1; ended < flood_size; ended++) pthread_join(flooding[ended], NULL);
  return ended;
}
static void flood_at_exit(void) {
  usleep(50000);
  printf("C ended %d threads\n", flood_end());
  fflush(stdout);
}
void flood_ends_at_exit(void) { atexit(flood_at_exit); }

static function *when_unloaded;
void call_when_unloaded(function *f) { when_unloaded = f; }
__attribute__((destructor)) static void unloaded(void) {
  if (when_unloaded == NULL) return;
  printf("unloaded with %d\n", when_unloaded(5));
  fflush(stdout);
}

int call_here(function *f, int x) { return f(x); }
void leave_thread(void) { pthread_exit(NULL); }
void pause_thread(int milliseconds) { usleep(milliseconds * 1000u); }
"""


def compile_worker(folder):
    """The path of the library, compiled into `folder`."""
    from support.building import compile_shared

    (folder / "worker.c").write_text(SOURCE)
    return compile_shared([folder / "worker.c"], folder / "libworker.so", "-lpthread")
