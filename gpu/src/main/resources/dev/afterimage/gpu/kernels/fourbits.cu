// Weights in 4 bits, for devices on which halves do not fit: each row in blocks of FOUR_BITS_BLOCK inputs, x = least + step * q, with a
// least and a step for each. A word has 8 numbers, the first lowest; a block's four words lie side by side, and its least and step share a
// word of the scales, in halves, the least low. A row ends with a whole block.

#define FOUR_BITS_BLOCK 32
#define FOUR_BITS_WORDS 4

__device__ __forceinline__ int four_bits_blocks(int ins) {
    return (ins + FOUR_BITS_BLOCK - 1) / FOUR_BITS_BLOCK;
}

// Floats to 4 bits. Grid: a thread a block.
// in (outs, ins); words (outs, blocks of a row, FOUR_BITS_WORDS); scales (outs, blocks of a row)
extern "C" __global__ void narrow_four_bits(const float* in, unsigned* words, unsigned* scales, int ins, long long blocks) {
    long long block = grid_thread();
    if (block >= blocks) {
        return;
    }
    int each = four_bits_blocks(ins);
    int first = (int) (block % each) * FOUR_BITS_BLOCK;
    int count = min(FOUR_BITS_BLOCK, ins - first);
    const float* from = in + block / each * ins + first;
    float least = from[0];
    float most = from[0];
    for (int i = 1; i < count; i++) {
        least = fminf(least, from[i]);
        most = fmaxf(most, from[i]);
    }
    unsigned low = narrowed(least);
    least = half_to_float((unsigned short) low);
    unsigned high = narrowed((most - least) / 15.0f);
    float step = half_to_float((unsigned short) high);
    scales[block] = low | high << 16;
    for (int w = 0; w < FOUR_BITS_WORDS; w++) {
        unsigned word = 0;
        for (int j = 0; j < 8; j++) {
            int i = 8 * w + j;
            float q = i < count && step > 0.0f ? (from[i] - least) / step + 0.5f : 0.0f;
            word |= (unsigned) fminf(fmaxf(q, 0.0f), 15.0f) << 4 * j;
        }
        words[block * FOUR_BITS_WORDS + w] = word;
    }
}

// 4 bits to cells. Grid: a thread an element.
// out (outs, ins); count: outs * ins
template <typename Cell>
__device__ void widen_four_bits(const unsigned* words, const unsigned* scales, Cell* out, int ins, long long count) {
    long long i = grid_thread();
    if (i < count) {
        int column = (int) (i % ins);
        long long block = i / ins * four_bits_blocks(ins) + column / FOUR_BITS_BLOCK;
        unsigned word = words[block * FOUR_BITS_WORDS + column % FOUR_BITS_BLOCK / 8];
        unsigned scale = scales[block];
        float q = (float) (word >> 4 * (column % 8) & 15);
        store(out + i, half_to_float((unsigned short) scale) + half_to_float((unsigned short) (scale >> 16)) * q);
    }
}

extern "C" __global__ void widen_four_bits_f32(const unsigned* words, const unsigned* scales, float* out, int ins, long long count) {
    widen_four_bits(words, scales, out, ins, count);
}

extern "C" __global__ void widen_four_bits_f16(const unsigned* words, const unsigned* scales, half16* out, int ins, long long count) {
    widen_four_bits(words, scales, out, ins, count);
}

// y = x W^T of one row: a warp an output, a lane a word of 8 weights at a time. Grid: outs / warps of a block, rounded up.
// in (ins), out (outs)
extern "C" __global__ void product_four_bits(const unsigned* words, const unsigned* scales, const float* in, float* out, int outs,
        int ins) {
    int row = blockIdx.x * warps() + warp();
    int each = four_bits_blocks(ins);
    float sum = 0.0f;
    if (row < outs) {
        const unsigned* from = words + (long long) row * each * FOUR_BITS_WORDS;
        for (int w = lane(); w < each * FOUR_BITS_WORDS; w += WARP) {
            unsigned word = from[w];
            unsigned scale = scales[(long long) row * each + w / FOUR_BITS_WORDS];
            int count = min(8, ins - 8 * w);
            float plain = 0.0f;
            float scaled = 0.0f;
            for (int i = 0; i < count; i++) {
                float x = in[8 * w + i];
                plain += x;
                scaled += x * (float) (word >> 4 * i & 15);
            }
            sum += half_to_float((unsigned short) scale) * plain + half_to_float((unsigned short) (scale >> 16)) * scaled;
        }
    }
    sum = warp_sum(sum);
    if (row < outs && lane() == 0) {
        out[row] = sum;
    }
}
