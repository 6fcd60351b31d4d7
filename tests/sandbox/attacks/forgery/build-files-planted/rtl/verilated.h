#error PASS
