package dev.afterimage.encoder.visual;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;

/**
 * For each place of the picture, the direction of the token that was kept there last. Tokens are compared with what was
 * kept, not with the frame before: a slow change adds up until it is kept. Directions are held in 16 bits, which is
 * what a checkpoint takes too.
 */
final class Reference {

    private static final float UNIT = Short.MAX_VALUE;

    private final int places;
    private final int width;
    private final short[] directions; // (places, width)

    Reference(int places, int width) {
        this.places = places;
        this.width = width;
        this.directions = new short[places * width];
    }

    /** @param embeddings (places, width) @return (places) cosine to what was kept; 0 where nothing was */
    float[] cosines(float[] embeddings) {
        float[] cosines = new float[places];
        for (int place = 0; place < places; place++) {
            double dot = 0;
            double own = 0;
            double kept = 0;
            for (int i = place * width; i < (place + 1) * width; i++) {
                dot += (double) embeddings[i] * directions[i];
                own += (double) embeddings[i] * embeddings[i];
                kept += (double) directions[i] * directions[i];
            }
            cosines[place] = own == 0 || kept == 0 ? 0 : (float) (dot / Math.sqrt(own * kept));
        }
        return cosines;
    }

    void keep(float[] embeddings, BitSet kept) {
        for (int place = kept.nextSetBit(0); place >= 0; place = kept.nextSetBit(place + 1)) {
            double squares = 0;
            for (int i = place * width; i < (place + 1) * width; i++) {
                squares += (double) embeddings[i] * embeddings[i];
            }
            float scale = squares == 0 ? 0 : (float) (UNIT / Math.sqrt(squares));
            for (int i = place * width; i < (place + 1) * width; i++) {
                directions[i] = (short) Math.round(embeddings[i] * scale);
            }
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(directions.length);
        for (short direction : directions) {
            out.writeShort(direction);
        }
    }

    void read(DataInputStream in) throws IOException {
        if (in.readInt() != directions.length) {
            throw new IOException("another picture's tokens");
        }
        for (int i = 0; i < directions.length; i++) {
            directions[i] = in.readShort();
        }
    }
}
