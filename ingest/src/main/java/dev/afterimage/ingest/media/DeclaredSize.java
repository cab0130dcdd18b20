package dev.afterimage.ingest.media;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * How many bytes a file says it has. MP4 and MOV boxes (ISO/IEC 14496-12, 4.2), Matroska's segment (RFC 9559, 5.1) and AVI's RIFF chunk
 * carry their sizes, which tell a cut file surely; stated durations do not, since recorders write them seconds off.
 */
public final class DeclaredSize {

    /** Boxes that hold the film; what cameras append after them is often no box at all. */
    private static final Set<String> FILM_BOXES = Set.of("moov", "mdat", "moof");
    private static final Set<String> FIRST_BOXES = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip", "styp", "pnot");
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int RIFF = 0x52494646;

    private DeclaredSize() { }

    /** Whether the file begins like an MP4, MOV, Matroska or AVI file. */
    public static boolean knows(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            int first = file.readInt();
            return first == EBML || first == RIFF || FIRST_BOXES.contains(type(file));
        } catch (EOFException tooShort) {
            return false;
        }
    }

    /** Bytes by which the file is shorter than it says; 0 when it is whole or does not say. */
    public static long missing(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            int first = file.readInt();
            long declared = switch (first) {
                case EBML -> matroska(file);
                case RIFF -> 8 + Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()));
                default -> FIRST_BOXES.contains(type(file)) ? boxes(file) : 0;
            };
            return Math.max(0, declared - file.length());
        } catch (EOFException tooShort) {
            return 0;
        }
    }

    /** Where the last box of the film ends. */
    private static long boxes(RandomAccessFile file) throws IOException {
        long end = 0;
        for (long at = 0; at + 8 <= file.length(); ) {
            file.seek(at);
            long size = Integer.toUnsignedLong(file.readInt());
            String type = type(file);
            if (size == 1) {
                size = file.readLong();
            }
            if (size < 8) {
                return end;
            }
            at += size;
            end = FILM_BOXES.contains(type) ? Math.max(end, at) : end;
        }
        return end;
    }

    private static String type(RandomAccessFile file) throws IOException {
        byte[] type = new byte[4];
        file.readFully(type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }

    private static long matroska(RandomAccessFile file) throws IOException {
        long header = vint(file);
        if (header < 0) {
            return 0;
        }
        file.seek(file.getFilePointer() + header);
        if (file.readInt() != SEGMENT) {
            return 0;
        }
        long size = vint(file);
        return size < 0 ? 0 : file.getFilePointer() + size;
    }

    /** A number of one to eight bytes, the first bit set telling how many; all ones mean unknown: -1 (RFC 8794, 4). */
    private static long vint(RandomAccessFile file) throws IOException {
        int first = file.readUnsignedByte();
        int more = Integer.numberOfLeadingZeros(first) - 24;
        if (more > 7) {
            return -1;
        }
        long value = first & (0x7F >> more);
        long unknown = 0x7F >> more;
        for (int k = 0; k < more; k++) {
            value = value << 8 | file.readUnsignedByte();
            unknown = unknown << 8 | 0xFF;
        }
        return value == unknown ? -1 : value;
    }
}
