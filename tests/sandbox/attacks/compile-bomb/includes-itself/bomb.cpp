#include "bomb.cpp"
#include "bomb.cpp"
int x;
