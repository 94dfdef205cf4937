/* What the module `callbacks` wraps: C that calls Python through extern "Python". */
#include <errno.h>
struct pair { long a; double b; };
typedef struct pair pair_t;
