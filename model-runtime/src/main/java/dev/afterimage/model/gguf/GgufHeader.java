package dev.afterimage.model.gguf;

import java.util.Map;

/**
 * What stands before the tensors' data. Values are Long, Double, Boolean, String, or arrays of these as long[],
 * double[], boolean[], String[].
 */
record GgufHeader(Map<String, Object> metadata, Map<String, GgufTensor> tensors) { }
