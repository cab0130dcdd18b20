package dev.afterimage.encoder;

import dev.afterimage.core.model.Network;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Real networks that compute each input once: encoding the same frames again and again costs next to nothing. */
record RememberingLoader(Network.Loader loader) implements Network.Loader {

    @Override
    public Network load(byte[] onnx, int threads) {
        Network network = loader.load(onnx, threads);
        Map<Long, Map<String, Network.Tensor>> seen = new HashMap<>();
        return new Network() {
            @Override
            public Map<String, Tensor> run(Map<String, Tensor> inputs) {
                return seen.computeIfAbsent(key(inputs), k -> network.run(inputs));
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }

    private static long key(Map<String, Network.Tensor> inputs) {
        Network.Tensor input = inputs.values().iterator().next();
        double sum = 0;
        for (int i = 0; i < input.data().length; i++) {
            sum += input.data()[i] * (i % 1009);
        }
        return 31L * Arrays.hashCode(input.data()) + Double.hashCode(sum) + ((long) Arrays.hashCode(input.shape()) << 32);
    }
}
