/* Something to import and something to hide. */
#include <math.h>

__attribute__((visibility("hidden"))) double hidden_helper(double value) { return sin(value); }

__attribute__((visibility("default"))) double visible_wrapper(double value) { return hidden_helper(value); }
