package dev.afterimage.model.importer;

/**
 * Which learnt position each patch of a square picture takes, as Idefics3 and SmolVLM reckon it: the patch's place as a
 * fraction of the picture, put into one of as many buckets as the positions were trained on. The fractions are single
 * floats, and where rounding lets one fall short of its bucket's edge the reference takes the bucket before; the same
 * roundings are made here.
 */
final class PositionBuckets {

    /** PyTorch fills a range in groups of eight floats, pairs of groups at a time, each reckoned from the group's first one. */
    private static final int GROUP = 8;

    private PositionBuckets() { }

    /**
     * @param trained positions along a side
     * @param patches of the picture along a side
     * @return (patches) bucket of each
     */
    static int[] along(int trained, int patches) {
        float[] edges = edges(trained);
        float step = 1f / patches;
        int[] buckets = new int[patches];
        for (int i = 0; i < patches; i++) {
            float place = Math.min(i * step, (float) (1 - 1e-6));
            while (buckets[i] < edges.length && edges[buckets[i]] <= place) {
                buckets[i]++;
            }
        }
        return buckets;
    }

    private static float[] edges(int trained) {
        double step = 1.0 / trained;
        float[] edges = new float[(int) Math.ceil((1 - step) / step)];
        int inGroups = edges.length / (2 * GROUP) * 2 * GROUP;
        for (int i = 0; i < edges.length; i++) {
            double base = i < inGroups ? (float) (step + step * (i / GROUP * GROUP)) : step + step * i;
            edges[i] = (float) (i < inGroups ? base + i % GROUP * step : base);
        }
        return edges;
    }
}
