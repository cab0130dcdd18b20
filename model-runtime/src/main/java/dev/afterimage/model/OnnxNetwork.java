package dev.afterimage.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One ONNX Runtime session as a function on floats; whole-number inputs and outputs of the graph are converted. */
final class OnnxNetwork implements Network {

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, NodeInfo> inputTypes;

    OnnxNetwork(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.inputTypes = session.getInputInfo();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(typeOf(input.getKey()), input.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                return outputs(result);
            }
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "a network failed to run: " + e.getMessage(), "check that its input fits the graph", e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxJavaType typeOf(String input) {
        NodeInfo info = inputTypes.get(input);
        if (info == null) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "the graph has no input '" + input + "'", "give " + inputTypes.keySet());
        }
        return ((TensorInfo) info.getInfo()).type;
    }

    private OnnxTensor tensor(OnnxJavaType type, Tensor input) throws OrtException {
        return switch (type) {
            case FLOAT -> OnnxTensor.createTensor(environment, direct(input.data()), input.shape());
            case INT64 -> OnnxTensor.createTensor(environment, longs(input.data()), input.shape());
            case INT32 -> OnnxTensor.createTensor(environment, ints(input.data()), input.shape());
            default -> throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the graph wants an input of type " + type, "use a graph with float inputs");
        };
    }

    /** ONNX Runtime shares direct buffers; a heap array it would copy by itself, at a slower pace. */
    private static FloatBuffer direct(float[] data) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(data.length, Float.BYTES)).order(ByteOrder.nativeOrder()).asFloatBuffer().put(data).rewind();
    }

    private static LongBuffer longs(float[] data) {
        LongBuffer buffer = LongBuffer.allocate(data.length);
        for (float value : data) {
            buffer.put((long) value);
        }
        return buffer.rewind();
    }

    private static IntBuffer ints(float[] data) {
        IntBuffer buffer = IntBuffer.allocate(data.length);
        for (float value : data) {
            buffer.put((int) value);
        }
        return buffer.rewind();
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
            default -> throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the graph gives an output of type " + tensor.getInfo().type,
                    "use a graph with float outputs");
        }
        return data;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "a network could not be closed: " + e.getMessage(), "restart the process", e);
        }
    }
}
