package dev.afterimage.model.ctranslate2;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads names, shapes and places of all variables front to back; every length is held against what is left of the file. */
final class HeaderReader {

    private static final int VERSION = 6;
    private static final int MAX_RANK = 4;
    private static final int LEAST_VARIABLE = 8; // name length, rank, type, byte count

    private final String file;
    private final FileChannel channel;
    private final long length;
    private long position;
    /** What is being read, for messages. */
    private String reading = "the header";

    /** @param spec e.g. {@code WhisperSpec} */
    record Header(String spec, long revision, Map<String, Variable> variables) { }

    HeaderReader(String file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    Header read() throws IOException {
        long version = length < 4 ? -1 : u32();
        if (version != VERSION) {
            throw CTranslate2File.malformed(file, "this is not a CTranslate2 model of version " + VERSION);
        }
        String spec = text();
        long revision = u32();
        Map<String, Variable> variables = new LinkedHashMap<>();
        for (long left = count("variables", LEAST_VARIABLE); left > 0; left--) {
            Variable variable = variable();
            if (variables.put(variable.name(), variable) != null) {
                throw CTranslate2File.malformed(file, reading + " stands there twice");
            }
        }
        for (long left = count("aliases", 4); left > 0; left--) {
            alias(variables);
        }
        if (position != length) {
            throw CTranslate2File.malformed(file, (length - position) + " bytes follow the last variable");
        }
        return new Header(spec, revision, variables);
    }

    private Variable variable() throws IOException {
        reading = "the name of a variable";
        String name = text();
        reading = "variable '" + name + "'";
        int rank = u8();
        if (rank > MAX_RANK) {
            throw CTranslate2File.malformed(file, reading + " has " + rank + " dimensions, more than " + MAX_RANK);
        }
        int[] shape = new int[rank];
        long elements = 1;
        for (int i = 0; i < rank; i++) {
            long size = u32();
            if (size < 1 || size > Integer.MAX_VALUE || elements > Integer.MAX_VALUE / size) {
                throw CTranslate2File.malformed(file, reading + " has a dimension of " + size + ", too large or none");
            }
            shape[i] = (int) size;
            elements *= size;
        }
        int code = u8();
        Variable.Type type = Variable.Type.of(code).orElseThrow(() -> CTranslate2File.malformed(file, reading + " has the unknown type " + code));
        long bytes = u32();
        if (bytes != elements * type.bytes || bytes > length - position || bytes > Integer.MAX_VALUE - 8) {
            throw CTranslate2File.malformed(file, reading + " claims " + bytes + " bytes, which is not its shape's or more than the file holds");
        }
        Variable variable = new Variable(name, shape, type, position, (int) bytes);
        position += bytes;
        return variable;
    }

    private void alias(Map<String, Variable> variables) throws IOException {
        reading = "an alias";
        String alias = text();
        String meant = text();
        Variable variable = variables.get(meant);
        if (variable == null || variables.put(alias, variable) != null) {
            throw CTranslate2File.malformed(file, "alias '" + alias + "' stands for '" + meant + "', which is missing, or is a variable itself");
        }
    }

    private long count(String what, int leastBytes) throws IOException {
        reading = "the number of " + what;
        long count = u32();
        if (count > (length - position) / leastBytes) {
            throw CTranslate2File.malformed(file, reading + " is " + count + ", more than the file holds");
        }
        return count;
    }

    /** The length counts a closing zero. */
    private String text() throws IOException {
        int size = take(2).getShort() & 0xffff;
        byte[] bytes = take(size).array();
        if (size == 0 || bytes[size - 1] != 0) {
            throw CTranslate2File.malformed(file, reading + " does not end in a zero byte");
        }
        return new String(bytes, 0, size - 1, StandardCharsets.UTF_8);
    }

    private int u8() throws IOException {
        return take(1).get() & 0xff;
    }

    private long u32() throws IOException {
        return take(4).getInt() & 0xffffffffL;
    }

    private ByteBuffer take(int bytes) throws IOException {
        if (bytes > length - position) {
            throw new EOFException("the file ends within " + reading);
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("the file ends within " + reading);
            }
        }
        position += bytes;
        return buffer.flip();
    }
}
