/* The interface of the plug-in: included by the C program, and read by build_settings.py. */
#ifndef CFFI_DLLEXPORT
#  define CFFI_DLLEXPORT extern
#endif

typedef struct {
  char name[24];
  double value;
} setting_t;

/* Reads a JSON object of numbers. How many there are; -1 when the text is none. */
CFFI_DLLEXPORT int settings_read(const char *json, setting_t *settings, int capacity);
/* The setting with the most similar name, or NULL. */
CFFI_DLLEXPORT const setting_t *settings_find(const char *name, const setting_t *settings, int count);
