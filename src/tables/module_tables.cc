#include "tables/module_tables.h"
