// The module fp16_to_fixed goes here.
