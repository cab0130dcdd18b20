package dev.afterimage.memory.scene;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The bytes of an {@link IncrementalSceneTiler}: a version, then its fields in the order below. */
final class TilerSnapshot {

    private static final int VERSION = 1;

    private TilerSnapshot() { }

    static byte[] write(IncrementalSceneTiler tiler) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeDouble(tiler.settings.alpha());
            out.writeDouble(tiler.settings.floor());
            out.writeInt(tiler.settings.lag());
            writeStatistics(tiler.statistics, out);
            writeNewest(tiler, out);
            out.writeInt(tiler.undecided.size());
            for (IncrementalSceneTiler.Undecided dip : tiler.undecided) {
                out.writeLong(dip.frame);
                out.writeDouble(dip.seconds);
                out.writeDouble(dip.nextSeconds);
                out.writeDouble(dip.depth);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeStatistics(DepthStatistics statistics, DataOutputStream out) throws IOException {
        out.writeLong(statistics.count);
        out.writeDouble(statistics.sum);
        out.writeDouble(statistics.squares);
        out.writeLong(statistics.rising);
        out.writeDouble(statistics.risingSum);
        out.writeDouble(statistics.risingSquares);
    }

    private static void writeNewest(IncrementalSceneTiler tiler, DataOutputStream out) throws IOException {
        out.writeLong(tiler.frame);
        out.writeDouble(tiler.seconds);
        out.writeDouble(tiler.similarity);
        out.writeDouble(tiler.leftPeak);
        out.writeInt(tiler.feature == null ? -1 : tiler.feature.length);
        for (int i = 0; tiler.feature != null && i < tiler.feature.length; i++) {
            out.writeFloat(tiler.feature[i]);
        }
    }

    static IncrementalSceneTiler read(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a scene tiler's state of version " + version + "; this program reads " + VERSION);
            }
            IncrementalSceneTiler tiler = new IncrementalSceneTiler(new TilerSettings(in.readDouble(), in.readDouble(), in.readInt()));
            readStatistics(tiler.statistics, in);
            readNewest(tiler, in);
            for (int left = in.readInt(); left > 0; left--) {
                tiler.undecided.addLast(new IncrementalSceneTiler.Undecided(in.readLong(), in.readDouble(), in.readDouble(),
                        in.readDouble()));
            }
            return tiler;
        } catch (IOException cutShort) {
            throw new IllegalArgumentException("not the state of a scene tiler", cutShort);
        }
    }

    private static void readStatistics(DepthStatistics statistics, DataInputStream in) throws IOException {
        statistics.count = in.readLong();
        statistics.sum = in.readDouble();
        statistics.squares = in.readDouble();
        statistics.rising = in.readLong();
        statistics.risingSum = in.readDouble();
        statistics.risingSquares = in.readDouble();
    }

    private static void readNewest(IncrementalSceneTiler tiler, DataInputStream in) throws IOException {
        tiler.frame = in.readLong();
        tiler.seconds = in.readDouble();
        tiler.similarity = in.readDouble();
        tiler.leftPeak = in.readDouble();
        int length = in.readInt();
        tiler.feature = length < 0 ? null : new float[length];
        for (int i = 0; i < length; i++) {
            tiler.feature[i] = in.readFloat();
        }
    }
}
