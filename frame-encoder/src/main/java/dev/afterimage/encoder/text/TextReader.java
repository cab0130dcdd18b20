package dev.afterimage.encoder.text;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is written in one stream's pictures. Reading costs more than all else together, so it is done at once in a
 * fresh scene, else at most once a second (every two seconds where there was no writing for some time) and only when
 * the picture changed since the last time or a line is not settled yet, and once in a while in any case. Lines that
 * look as before are not read again.
 */
public final class TextReader {

    private static final double LEAST_SECONDS = 1;
    private static final double WORDLESS_SECONDS = 2;
    private static final int WORDLESS_LOOKS = 3;
    private static final double MOST_SECONDS = 10;
    /** Lines read anew at one time, longest first; the others have their turn later. */
    private static final int READ_AT_ONCE = 12;
    private static final int COLUMNS = 64;
    private static final int ROWS = 48;
    /** A cell of the coarse picture has changed by more grey levels than this; a sign is at least so many cells. */
    private static final int CELL_CHANGED = 12;
    private static final int CELLS_CHANGED = 6;

    private final TextNetworks networks;
    private final double wordlessSeconds;
    private final List<KnownLine> known = new ArrayList<>();
    private byte[] lastLook = new byte[0];
    private double lastRead;
    private boolean unread;
    private int wordlessLooks;

    /** @param fps frames a second: where there is no more than one, none is passed over, for what it shows may not be in the next */
    public TextReader(TextNetworks networks, double fps) {
        this.networks = networks;
        this.wordlessSeconds = fps > 1 ? WORDLESS_SECONDS : LEAST_SECONDS;
    }

    /**
     * @param fresh nothing before this picture counts: the first one, or a cut
     * @return the settled lines, from top to bottom
     */
    public List<Evidence> update(Picture picture, double seconds, boolean fresh) {
        if (fresh) {
            known.clear();
            wordlessLooks = 0;
        }
        byte[] look = picture.grey(COLUMNS, ROWS);
        if (fresh || due(picture, look, seconds)) {
            read(picture);
            lastLook = look;
            lastRead = seconds;
        }
        return known.stream().filter(line -> !line.shown().text().isEmpty())
                .sorted(Comparator.<KnownLine>comparingInt(line -> Math.round(line.box().centreY() * 24))
                .thenComparing(line -> line.box().left()))
                .map(TextReader::evidence).toList();
    }

    private boolean due(Picture picture, byte[] look, double seconds) {
        double since = seconds - lastRead;
        double least = wordlessLooks < WORDLESS_LOOKS ? LEAST_SECONDS : wordlessSeconds;
        return since >= MOST_SECONDS || since >= least - 1e-3
                && (unread || changed(look) || known.stream().anyMatch(line -> line.wantsReading(picture)));
    }

    private boolean changed(byte[] look) {
        int cells = 0;
        for (int i = 0; i < look.length && i < lastLook.length; i++) {
            cells += Math.abs((look[i] & 0xff) - (lastLook[i] & 0xff)) > CELL_CHANGED ? 1 : 0;
        }
        return cells >= CELLS_CHANGED || look.length != lastLook.length;
    }

    private void read(Picture picture) {
        List<TextLine> lines = networks.find(picture);
        List<KnownLine> unseen = new ArrayList<>(known);
        List<TextLine> toRead = new ArrayList<>();
        for (TextLine line : lines) {
            Optional<KnownLine> same = unseen.stream().filter(k -> k.at(line.box()) && k.unchanged(picture, line.box())).findFirst();
            same.ifPresentOrElse(k -> {
                k.stays(line.box());
                unseen.remove(k);
            }, () -> toRead.add(line));
        }
        toRead.stream().sorted(Comparator.comparing(TextLine::length).reversed()).limit(READ_AT_ONCE)
                .forEach(line -> readAnew(line, unseen, picture));
        known.removeIf(line -> unseen.contains(line) && line.missed(picture));
        unread = toRead.size() > READ_AT_ONCE;
        wordlessLooks = known.isEmpty() ? wordlessLooks + 1 : 0;
    }

    private void readAnew(TextLine line, List<KnownLine> unseen, Picture picture) {
        LineReading reading = networks.read(picture, line);
        if (!reading.credible()) {
            return;
        }
        Optional<KnownLine> same = unseen.stream().filter(k -> k.at(line.box())).findFirst()
                .or(() -> unseen.stream().filter(k -> k.says(reading.text())).findFirst());
        same.ifPresentOrElse(k -> {
            k.read(line.box(), reading, picture);
            unseen.remove(k);
        }, () -> known.add(new KnownLine(line.box(), reading, picture)));
    }

    private static Evidence evidence(KnownLine line) {
        Box box = line.box();
        String place = box.centreX() < 1 / 3f ? "left" : box.centreX() > 2 / 3f ? "right" : "centre";
        return new Evidence(Evidence.Kind.TEXT, line.shown().text(), 1, List.of(place), line.shown().confidence());
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(lastLook.length);
        out.write(lastLook);
        out.writeDouble(lastRead);
        out.writeBoolean(unread);
        out.writeInt(wordlessLooks);
        out.writeInt(known.size());
        for (KnownLine line : known) {
            line.write(out);
        }
    }

    public void read(DataInputStream in) throws IOException {
        lastLook = in.readNBytes(in.readInt());
        lastRead = in.readDouble();
        unread = in.readBoolean();
        wordlessLooks = in.readInt();
        known.clear();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            known.add(KnownLine.read(in));
        }
    }
}
