#define WORD "real"
