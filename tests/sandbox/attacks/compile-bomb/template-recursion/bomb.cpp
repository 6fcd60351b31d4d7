template <int N, int M>
struct F {
  static constexpr long value = F<N - 1, 2 * M>::value + F<N - 1, 2 * M + 1>::value;
};
template <int M>
struct F<0, M> {
  static constexpr long value = M;
};
long answer = F<40, 1>::value;
