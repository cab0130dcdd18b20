package dev.afterimage.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.Network;
import dev.afterimage.model.tensor.DirectTensor;

import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One ONNX Runtime session as a function on floats; whole-number inputs and outputs of the graph are converted. */
final class OnnxNetwork implements Network {

    /** Pictures that are run together: more would only take memory. */
    private static final int MOST_PICTURES = 16;

    private final PlacedSession session;
    private final Batches<Tensor, Map<String, Tensor>> batches = new Batches<>(MOST_PICTURES, this::together);
    private final Semaphore running;
    private final Map<String, NodeInfo> inputTypes;

    /**
     * @param runs at once; others wait. Each holds what its layers give, some 60 MB in the detector of text, and ONNX
     *             Runtime never gives back the most that was ever held together: sixteen cameras would hold sixteen
     *             times as much, and be no faster
     */
    OnnxNetwork(PlacedSession session, int runs) throws OrtException {
        this.running = new Semaphore(runs, true);
        this.session = session;
        this.inputTypes = session.session().getInputInfo();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        if (!session.batched() || inputs.size() != 1) {
            return alone(inputs);
        }
        Tensor input = inputs.values().iterator().next();
        return input.shape()[0] == 1 && inputTypes.keySet().equals(inputs.keySet()) ? batches.of(input) : alone(inputs);
    }

    /** Each by itself where a batch cannot be run: the CPU may have taken over meanwhile, whose graph takes one picture. */
    List<Map<String, Tensor>> together(List<Tensor> pictures) {
        List<Map<String, Tensor>> outputs = new ArrayList<>(Collections.nCopies(pictures.size(), null));
        Map<List<Long>, List<Integer>> alike = IntStream.range(0, pictures.size()).boxed()
                .collect(Collectors.groupingBy(i -> Arrays.stream(pictures.get(i).shape()).boxed().toList()));
        for (List<Integer> same : alike.values()) {
            List<Map<String, Tensor>> found = ofOneSize(same.stream().map(pictures::get).toList());
            for (int i = 0; i < same.size(); i++) {
                outputs.set(same.get(i), found.get(i));
            }
        }
        return outputs;
    }

    private List<Map<String, Tensor>> ofOneSize(List<Tensor> pictures) {
        if (pictures.size() > 1 && session.batched()) {
            try {
                return Stacks.apart(alone(named(Stacks.of(pictures))), pictures.size());
            } catch (AfterimageException e) {
                if (session.batched()) {
                    throw e;
                }
            }
        }
        return pictures.stream().map(picture -> alone(named(picture))).toList();
    }

    private Map<String, Tensor> named(Tensor input) {
        return Map.of(inputTypes.keySet().iterator().next(), input);
    }

    private Map<String, Tensor> alone(Map<String, Tensor> inputs) {
        Map<String, DirectTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(typeOf(input.getKey()), input.getValue()));
            }
            running.acquireUninterruptibly();
            try (OrtSession.Result result = session.run(opened(tensors))) {
                return outputs(result);
            } finally {
                running.release();
            }
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "a network failed to run: " + e.getMessage(),
                    "check that its input fits the graph", e);
        } finally {
            tensors.values().forEach(DirectTensor::close);
        }
    }

    private OnnxJavaType typeOf(String input) {
        NodeInfo info = inputTypes.get(input);
        if (info == null) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the graph has no input '" + input + "'", "give " + inputTypes.keySet());
        }
        return ((TensorInfo) info.getInfo()).type;
    }

    private static Map<String, OnnxTensor> opened(Map<String, DirectTensor> tensors) {
        return tensors.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().tensor()));
    }

    private static DirectTensor tensor(OnnxJavaType type, Tensor input) throws OrtException {
        return switch (type) {
            case FLOAT -> DirectTensor.of(input.data(), input.shape());
            case INT64 -> DirectTensor.longs(input.data(), input.shape());
            case INT32 -> DirectTensor.ints(input.data(), input.shape());
            default -> throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the graph wants an input of type " + type,
                    "use a graph with float inputs");
        };
    }

    private static Map<String, Tensor> outputs(OrtSession.Result result) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
            OnnxTensor tensor = (OnnxTensor) output.getValue();
            outputs.put(output.getKey(), new Tensor(floats(tensor), tensor.getInfo().getShape()));
        }
        return outputs;
    }

    private static float[] floats(OnnxTensor tensor) {
        float[] data = new float[Math.toIntExact(tensor.getInfo().getNumElements())];
        switch (tensor.getInfo().type) {
            case FLOAT -> tensor.getFloatBuffer().get(data);
            case INT64 -> {
                LongBuffer values = tensor.getLongBuffer();
                for (int i = 0; i < data.length; i++) {
                    data[i] = values.get(i);
                }
            }
            case INT32 -> {
                IntBuffer values = tensor.getIntBuffer();
                for (int i = 0; i < data.length; i++) {
                    data[i] = values.get(i);
                }
            }
            default -> throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the graph gives an output of type " + tensor.getInfo()
                    .type,
                    "use a graph with float outputs");
        }
        return data;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "a network could not be closed: " + e.getMessage(), "restart the process",
                    e);
        }
    }
}
