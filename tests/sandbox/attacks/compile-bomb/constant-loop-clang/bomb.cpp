constexpr unsigned long spin() {
  unsigned long x = 1;
  for (unsigned long i = 0; i < 1000000000000UL; ++i) x = x * 6364136223846793005UL + i;
  return x;
}
constexpr unsigned long answer = spin();
