package dev.afterimage.model.onnx;

import dev.afterimage.core.model.Network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors of one picture each as one tensor of many, and back. */
final class Stacks {

    private Stacks() { }

    /** @param each of the same shape, whose first size is 1 */
    static Tensor of(List<Tensor> each) {
        int size = each.get(0).data().length;
        float[] all = new float[Math.multiplyExact(each.size(), size)];
        for (int i = 0; i < each.size(); i++) {
            System.arraycopy(each.get(i).data(), 0, all, i * size, size);
        }
        return new Tensor(all, first(each.get(0), each.size()));
    }

    /** @param all outputs by name, whose first size is {@code count} */
    static List<Map<String, Tensor>> apart(Map<String, Tensor> all, int count) {
        List<Map<String, Tensor>> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> output : all.entrySet()) {
                Tensor tensor = output.getValue();
                int size = tensor.data().length / count;
                outputs.put(output.getKey(), new Tensor(Arrays.copyOfRange(tensor.data(), i * size, (i + 1) * size), first(tensor, 1)));
            }
            each.add(outputs);
        }
        return each;
    }

    private static long[] first(Tensor tensor, int size) {
        long[] shape = tensor.shape().clone();
        shape[0] = size;
        return shape;
    }
}
