package dev.afterimage.model.ctranslate2;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.gguf.Dequantizer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A model as CTranslate2 stores it ({@code model.bin}, binary version 6): named variables, everything little-endian and packed. Nothing in it is
 * trusted: lengths are held against the file's before they are used, and faults name the variable.
 */
public final class CTranslate2File implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final HeaderReader.Header header;

    private CTranslate2File(Path path, FileChannel channel, HeaderReader.Header header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
    }

    public static CTranslate2File open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new CTranslate2File(path, channel, new HeaderReader(path.getFileName().toString(), channel).read());
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read the checkpoint " + path + ": " + e.getMessage(),
                    "give the path of a readable CTranslate2 model", e);
        }
    }

    /** What kind of model it is, e.g. {@code WhisperSpec}. */
    public String spec() {
        return header.spec();
    }

    public long revision() {
        return header.revision();
    }

    public boolean has(String name) {
        return header.variables().containsKey(name);
    }

    /** Sizes of a variable, outermost first; empty for a scalar. */
    public int[] shape(String name) {
        return variable(name).shape().clone();
    }

    /** A whole number that stands alone. */
    public int number(String name) {
        Variable variable = variable(name);
        if (variable.elements() != 1) {
            throw malformed("variable '" + name + "' has shape " + variable.shapeText() + ", not one number");
        }
        return (int) floats(variable)[0];
    }

    /**
     * A variable as floats, row-major. Matrices of 8-bit integers are multiplied out with the row scales that stand beside them.
     *
     * @param shape outermost first; another one in the file is a fault
     */
    public float[] floats(String name, int... shape) {
        Variable variable = variable(name);
        if (!Arrays.equals(variable.shape(), shape)) {
            throw malformed("variable '" + name + "' has shape " + variable.shapeText() + ", not " + Arrays.toString(shape));
        }
        return variable.type() == Variable.Type.INT8 ? scaled(name, variable) : floats(variable);
    }

    /** Value = integer / scale of its row. */
    private float[] scaled(String name, Variable variable) {
        int rows = variable.shape()[0];
        float[] scales = floats(name + "_scale", rows);
        float[] values = floats(variable);
        int width = values.length / rows;
        for (int i = 0; i < values.length; i++) {
            values[i] /= scales[i / width];
        }
        return values;
    }

    private Variable variable(String name) {
        Variable variable = header.variables().get(name);
        if (variable == null) {
            throw malformed("variable '" + name + "' is missing");
        }
        return variable;
    }

    private float[] floats(Variable variable) {
        ByteBuffer data = bytes(variable);
        float[] out = new float[variable.elements()];
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (variable.type()) {
                case FLOAT32 -> data.getFloat();
                case INT8 -> data.get();
                case INT16 -> data.getShort();
                case INT32 -> data.getInt();
                case FLOAT16 -> Dequantizer.half(data.getShort());
                case BFLOAT16 -> Float.intBitsToFloat(data.getShort() << 16);
            };
        }
        return out;
    }

    private ByteBuffer bytes(Variable variable) {
        ByteBuffer buffer = ByteBuffer.allocate(variable.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, variable.offset() + buffer.position()) < 0) {
                    throw malformed("variable '" + variable.name() + "' ends beyond the file");
                }
            }
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "cannot read variable '" + variable.name() + "' of " + path + ": " + e.getMessage(),
                    "check the disk and fetch the file again", e);
        }
        return buffer.flip();
    }

    public AfterimageException malformed(String what) {
        return malformed(path.getFileName().toString(), what);
    }

    static AfterimageException malformed(String file, String what) {
        return new AfterimageException(ErrorCode.MODEL_MALFORMED, file + ": " + what, "fetch the file again, or give another checkpoint");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "cannot close " + path + ": " + e.getMessage(), "check the disk", e);
        }
    }
}
