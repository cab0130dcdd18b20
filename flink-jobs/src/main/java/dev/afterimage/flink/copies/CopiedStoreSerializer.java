package dev.afterimage.flink.copies;

import dev.afterimage.core.stream.StreamId;
import dev.afterimage.flink.copies.CopiedStore.CopiedFile;
import dev.afterimage.flink.copies.CopiedStore.Piece;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Version 1: stream, lineage (modified UTF-8), checkpoint, blocks (long), subtask (int); the directories (int, then modified UTF-8
 * each); the files (int, then for each its name and its pieces). Pieces: int, then for each the number of its directory (int), its length
 * (long) and its checksum (int); each begins where the one before it ends.
 */
public final class CopiedStoreSerializer implements SimpleVersionedSerializer<CopiedStore> {

    static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(CopiedStore store) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        List<String> directories = store.files().stream().flatMap(file -> file.pieces().stream()).map(Piece::directory).distinct().toList();
        out.writeUTF(store.stream().name());
        out.writeUTF(store.lineage());
        out.writeLong(store.checkpoint());
        out.writeLong(store.blocks());
        out.writeInt(store.subtask());
        out.writeInt(directories.size());
        for (String directory : directories) {
            out.writeUTF(directory);
        }
        out.writeInt(store.files().size());
        for (CopiedFile file : store.files()) {
            write(file, directories, out);
        }
        return bytes.toByteArray();
    }

    private static void write(CopiedFile file, List<String> directories, DataOutputStream out) throws IOException {
        out.writeUTF(file.name());
        out.writeInt(file.pieces().size());
        for (Piece piece : file.pieces()) {
            out.writeInt(directories.indexOf(piece.directory()));
            out.writeLong(piece.to() - piece.from());
            out.writeInt(piece.checksum());
        }
    }

    @Override
    public CopiedStore deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new IOException("the list of a stream's copied files has version " + version + ", and this program reads version "
                    + VERSION + ": submit the job with the program version that wrote it");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
        StreamId stream = new StreamId(in.readUTF());
        String lineage = in.readUTF();
        long checkpoint = in.readLong();
        long blocks = in.readLong();
        int subtask = in.readInt();
        List<String> directories = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            directories.add(in.readUTF());
        }
        List<CopiedFile> files = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            files.add(readFile(directories, in));
        }
        return new CopiedStore(stream, lineage, checkpoint, blocks, subtask, files);
    }

    private static CopiedFile readFile(List<String> directories, DataInputStream in) throws IOException {
        String name = in.readUTF();
        List<Piece> pieces = new ArrayList<>();
        long size = 0;
        for (int left = in.readInt(); left > 0; left--) {
            String directory = directories.get(in.readInt());
            long length = in.readLong();
            pieces.add(new Piece(directory, size, size + length, in.readInt()));
            size += length;
        }
        return new CopiedFile(name, size, pieces);
    }
}
