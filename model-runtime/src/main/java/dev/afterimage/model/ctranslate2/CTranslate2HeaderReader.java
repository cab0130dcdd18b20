package dev.afterimage.model.ctranslate2;

import dev.afterimage.model.binary.CheckpointFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads names, shapes and places of all variables front to back; every length is held against what is left of the file. */
final class CTranslate2HeaderReader {

    private static final int VERSION = 6;
    private static final int MAX_RANK = 4;
    private static final int LEAST_VARIABLE = 8; // name length, rank, type, byte count

    private final CheckpointFile file;

    /** @param spec e.g. {@code WhisperSpec} */
    record Header(String spec, long revision, Map<String, Variable> variables) { }

    CTranslate2HeaderReader(CheckpointFile file) {
        this.file = file;
    }

    Header read() throws IOException {
        long version = file.length() < 4 ? -1 : file.u32();
        if (version != VERSION) {
            throw file.malformed("this is not a CTranslate2 model of version " + VERSION);
        }
        String spec = text();
        long revision = file.u32();
        Map<String, Variable> variables = new LinkedHashMap<>();
        for (long left = count("variables", LEAST_VARIABLE); left > 0; left--) {
            Variable variable = variable();
            if (variables.put(variable.name(), variable) != null) {
                throw file.malformed(file.reading() + " stands there twice");
            }
        }
        for (long left = count("aliases", 4); left > 0; left--) {
            alias(variables);
        }
        if (file.remaining() > 0) {
            throw file.malformed(file.remaining() + " bytes follow the last variable");
        }
        return new Header(spec, revision, variables);
    }

    private Variable variable() throws IOException {
        file.reading("the name of a variable");
        String name = text();
        file.reading("variable '" + name + "'");
        int rank = file.u8();
        if (rank > MAX_RANK) {
            throw file.malformed(file.reading() + " has " + rank + " dimensions, more than " + MAX_RANK);
        }
        int[] shape = new int[rank];
        long elements = 1;
        for (int i = 0; i < rank; i++) {
            long size = file.u32();
            if (size < 1 || size > Integer.MAX_VALUE || elements > Integer.MAX_VALUE / size) {
                throw file.malformed(file.reading() + " has a dimension of " + size + ", too large or none");
            }
            shape[i] = (int) size;
            elements *= size;
        }
        int code = file.u8();
        Variable.Type type = Variable.Type.of(code).orElseThrow(() -> file.malformed(file.reading() + " has the unknown type " + code));
        long bytes = file.u32();
        if (bytes != elements * type.bytes || bytes > file.remaining() || bytes > Integer.MAX_VALUE - 8) {
            throw file.malformed(file.reading() + " claims " + bytes + " bytes, which is not its shape's or more than the file holds");
        }
        Variable variable = new Variable(name, shape, type, file.position(), (int) bytes);
        file.skip(bytes);
        return variable;
    }

    private void alias(Map<String, Variable> variables) throws IOException {
        file.reading("an alias");
        String alias = text();
        String meant = text();
        Variable variable = variables.get(meant);
        if (variable == null || variables.put(alias, variable) != null) {
            throw file.malformed("alias '" + alias + "' stands for '" + meant + "', which is missing, or is a variable itself");
        }
    }

    private long count(String what, int leastBytes) throws IOException {
        file.reading("the number of " + what);
        return file.counted(file.reading(), file.u32(), leastBytes);
    }

    /** The length counts a closing zero. */
    private String text() throws IOException {
        int size = file.u16();
        byte[] bytes = file.text(size, size);
        if (size == 0 || bytes[size - 1] != 0) {
            throw file.malformed(file.reading() + " does not end in a zero byte");
        }
        return new String(bytes, 0, size - 1, StandardCharsets.UTF_8);
    }
}
