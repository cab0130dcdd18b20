// Stored blocks: numbers as the store keeps them, at any byte offset, little-endian. Forms: 0 floats, 1 halves, 2 a byte a number, 3 half
// a byte. In the last two x = least + step * q, with a least and a step, in halves, for each group: grouping 0, one channel of a row over
// all tokens; 1, one token's channels of a row. A row is a KV head of a layer. Of two numbers that share a byte, channel c is low and
// channel c + ceil(channels / 2) high.

#define PER_CHANNEL 0

__device__ __forceinline__ float stored_half(const unsigned char* bytes, long long index) {
    const unsigned char* at = bytes + 2 * index;
    return half_to_float((unsigned short) (at[0] | at[1] << 8));
}

__device__ __forceinline__ float stored_float(const unsigned char* bytes, long long index) {
    const unsigned char* at = bytes + 4 * index;
    return __int_as_float((int) ((unsigned) at[0] | (unsigned) at[1] << 8 | (unsigned) at[2] << 16 | (unsigned) at[3] << 24));
}

__device__ __forceinline__ int row_bytes(int channels, int form) {
    return form == 2 ? channels : (channels + 1) / 2;
}

// numbers: where the numbers begin, (rows, tokens, channels); leasts and steps: where those begin
__device__ float stored_number(const unsigned char* bytes, int form, int grouping, long long leasts, long long steps, long long numbers,
        long long row, int tokens, int token, int channels, int channel) {
    long long line = row * tokens + token;
    if (form == 0) {
        return stored_float(bytes + numbers, line * channels + channel);
    }
    if (form == 1) {
        return stored_half(bytes + numbers, line * channels + channel);
    }
    long long group = grouping == PER_CHANNEL ? row * channels + channel : line;
    int length = row_bytes(channels, form);
    bool high = channel >= length;
    int both = bytes[numbers + line * length + (high ? channel - length : channel)];
    int q = form == 2 ? both : high ? both >> 4 : both & 15;
    return stored_half(bytes + leasts, group) + stored_half(bytes + steps, group) * q;
}

// A stored block, as it was copied to the device, into the pages behind what is there: keys are rotated to their new positions. Grid:
// (tokens, kv_heads, layers of the block).
// tables (layers, table_length), positions (layers): where each layer's next token goes, and turns (layers): its row of the tables of
// angles, from the block's layer first_layer on
template <typename Cell>
__device__ void load_block(const unsigned char* bytes, int form, int key_grouping, long long key_leasts, long long key_steps,
        long long keys, int value_grouping, long long value_leasts, long long value_steps, long long values, const float* cosines,
        const float* sines, Cell* pool, const int* tables, int table_length, const int* positions, const int* turns, int first_layer,
        int head_dim, int page_tokens) {
    int tokens = gridDim.x;
    int kv_heads = gridDim.y;
    int token = blockIdx.x;
    int half = head_dim / 2;
    long long row = (long long) (first_layer + blockIdx.z) * kv_heads + blockIdx.y;
    int position = positions[blockIdx.z] + token;
    Cell* to = pool + key_cell(tables + (long long) blockIdx.z * table_length, position, blockIdx.y, page_tokens, kv_heads, head_dim);
    Cell* values_to = to + value_distance(page_tokens, kv_heads, head_dim);
    for (int i = threadIdx.x; i < half; i += blockDim.x) {
        float a = stored_number(bytes, form, key_grouping, key_leasts, key_steps, keys, row, tokens, token, head_dim, i);
        float b = stored_number(bytes, form, key_grouping, key_leasts, key_steps, keys, row, tokens, token, head_dim, half + i);
        long long turn = (long long) (turns[blockIdx.z] + token) * half + i;
        rotated(a, b, cosines[turn], sines[turn], to, i, half);
    }
    for (int i = threadIdx.x; i < head_dim; i += blockDim.x) {
        store(values_to + i, stored_number(bytes, form, value_grouping, value_leasts, value_steps, values, row, tokens, token, head_dim,
                i));
    }
}

extern "C" __global__ void load_block_f32(const unsigned char* bytes, int form, int key_grouping, long long key_leasts,
        long long key_steps, long long keys, int value_grouping, long long value_leasts, long long value_steps, long long values,
        const float* cosines, const float* sines, float* pool, const int* tables, int table_length, const int* positions, const int* turns,
        int first_layer, int head_dim, int page_tokens) {
    load_block(bytes, form, key_grouping, key_leasts, key_steps, keys, value_grouping, value_leasts, value_steps, values, cosines, sines,
            pool, tables, table_length, positions, turns, first_layer, head_dim, page_tokens);
}

extern "C" __global__ void load_block_f16(const unsigned char* bytes, int form, int key_grouping, long long key_leasts,
        long long key_steps, long long keys, int value_grouping, long long value_leasts, long long value_steps, long long values,
        const float* cosines, const float* sines, half16* pool, const int* tables, int table_length, const int* positions, const int* turns,
        int first_layer, int head_dim, int page_tokens) {
    load_block(bytes, form, key_grouping, key_leasts, key_steps, keys, value_grouping, value_leasts, value_steps, values, cosines, sines,
            pool, tables, table_length, positions, turns, first_layer, head_dim, page_tokens);
}

__device__ __forceinline__ void put_half(unsigned char* bytes, long long index, unsigned short half) {
    bytes[2 * index] = (unsigned char) half;
    bytes[2 * index + 1] = (unsigned char) (half >> 8);
}

// The least of a group and its step, to the bit as the store reckons them: steps are rounded up, so that the largest number is never cut
// off.
struct Grid {
    float least;
    float step;
};

__device__ Grid measured(float least, float most, int largest, unsigned char* leasts, unsigned char* steps, long long group) {
    unsigned short low = narrowed(least);
    Grid grid;
    grid.least = half_to_float(low);
    float step = fmaxf(0.0f, fminf(most, 65504.0f) - grid.least) / largest;
    unsigned short half = narrowed(step);
    if (half_to_float(half) < step) {
        half++;
    }
    grid.step = half_to_float(half);
    put_half(leasts, group, low);
    put_half(steps, group, half);
    return grid;
}

// Halves round up; exact, which floor(x + 0.5) is not.
__device__ int quantised(float number, Grid grid, int largest) {
    if (grid.step == 0.0f) {
        return 0;
    }
    float x = (number - grid.least) / grid.step;
    if (!(x > 0.0f)) {
        return 0;
    }
    if (x >= largest) {
        return largest;
    }
    int whole = (int) x;
    return x - whole >= 0.5f ? whole + 1 : whole;
}

// Numbers of a block to 8 or 4 bits with a least and a step a channel. Grid: one block a row, a thread a byte of a line.
// numbers (rows, tokens, channels); leasts, steps: halves (rows, channels) at any byte; packed (rows, tokens, row bytes)
extern "C" __global__ void quantise_channels(const float* numbers, unsigned char* leasts, unsigned char* steps, unsigned char* packed,
        int tokens, int channels, int bits) {
    int length = bits == 8 ? channels : (channels + 1) / 2;
    int largest = (1 << bits) - 1;
    const float* row = numbers + (long long) blockIdx.x * tokens * channels;
    for (int c = threadIdx.x; c < length; c += blockDim.x) {
        Grid low = {0.0f, 0.0f};
        Grid high = {0.0f, 0.0f};
        for (int channel = c; channel < channels; channel += length) {
            float least = 65504.0f;
            float most = -65504.0f;
            for (int token = 0; token < tokens; token++) {
                float number = row[(long long) token * channels + channel];
                least = number < least ? number : least;
                most = number > most ? number : most;
            }
            Grid grid = measured(least, most, largest, leasts, steps, (long long) blockIdx.x * channels + channel);
            if (channel == c) {
                low = grid;
            } else {
                high = grid;
            }
        }
        for (int token = 0; token < tokens; token++) {
            const float* line = row + (long long) token * channels;
            int both = quantised(line[c], low, largest);
            if (c + length < channels) {
                both |= quantised(line[c + length], high, largest) << 4;
            }
            packed[((long long) blockIdx.x * tokens + token) * length + c] = (unsigned char) both;
        }
    }
}

// The same with a least and a step a token. Grid: one block of one warp a line.
// leasts, steps: halves (rows, tokens)
extern "C" __global__ void quantise_tokens(const float* numbers, unsigned char* leasts, unsigned char* steps, unsigned char* packed,
        int channels, int bits) {
    int length = bits == 8 ? channels : (channels + 1) / 2;
    int largest = (1 << bits) - 1;
    const float* line = numbers + (long long) blockIdx.x * channels;
    float least = 65504.0f;
    float most = -65504.0f;
    for (int c = threadIdx.x; c < channels; c += WARP) {
        least = line[c] < least ? line[c] : least;
        most = line[c] > most ? line[c] : most;
    }
    least = warp_min(least);
    most = warp_max(most);
    // Every lane writes the same halves.
    Grid grid = measured(least, most, largest, leasts, steps, blockIdx.x);
    for (int c = threadIdx.x; c < length; c += WARP) {
        int both = quantised(line[c], grid, largest);
        if (c + length < channels) {
            both |= quantised(line[c + length], grid, largest) << 4;
        }
        packed[(long long) blockIdx.x * length + c] = (unsigned char) both;
    }
}
