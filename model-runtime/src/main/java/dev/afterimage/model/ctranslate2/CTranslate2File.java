package dev.afterimage.model.ctranslate2;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.model.binary.CheckpointFile;
import dev.afterimage.model.gguf.Dequantizer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A model as CTranslate2 stores it ({@code model.bin}, binary version 6): named variables, everything little-endian and
 * packed. Nothing in it is trusted: lengths are held against the file's before they are used, and faults name the
 * variable.
 */
public final class CTranslate2File implements AutoCloseable {

    private final CheckpointFile file;
    private final CTranslate2HeaderReader.Header header;

    private CTranslate2File(CheckpointFile file, CTranslate2HeaderReader.Header header) {
        this.file = file;
        this.header = header;
    }

    public static CTranslate2File open(Path path) {
        return CheckpointFile.open(path, "a readable CTranslate2 model",
                file -> new CTranslate2File(file, new CTranslate2HeaderReader(file).read()));
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
        ByteBuffer data = file.data("variable '" + variable.name() + "'", variable.offset(), variable.bytes());
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

    public AfterimageException malformed(String what) {
        return file.malformed(what);
    }

    @Override
    public void close() {
        file.close();
    }
}
