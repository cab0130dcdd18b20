package dev.afterimage.model.graph;

/**
 * How one layer attends.
 *
 * @param theta  base of its rotary frequencies; 0 for a layer that knows no positions (NoPE)
 * @param factor what positions are divided by ("linear" scaling); 1 for none
 * @param window how many tokens each token sees, itself among them; 0 for all before it
 */
public record LayerAttention(float theta, float factor, int window) {

    public boolean rotates() {
        return theta > 0;
    }
}
