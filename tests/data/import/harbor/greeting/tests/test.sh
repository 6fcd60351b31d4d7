#!/bin/bash
test -s hello.txt && echo 1 >/logs/verifier/reward.txt
