template <int N>
struct Deep {
  Deep<N + 1> next;
};
Deep<0> deep;
