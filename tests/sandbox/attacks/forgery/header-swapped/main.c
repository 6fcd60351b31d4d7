#include <stdio.h>
#include "word.h"
int main(void) {
  puts(WORD);
  return 0;
}
