// The matrix product for machines without cuBLAS: y = x W^T.

#define TILE 16

// Grid: (out / TILE, rows / TILE), rounded up; block: TILE * TILE threads. Shared: 2 * TILE * (TILE + 1) floats.
// weights (outs, ins), in (rows, ins), out (rows, outs)
template <typename Cell>
__device__ void product(const Cell* weights, const float* in, float* out, int rows, int outs, int ins) {
    SHARED_FLOATS(tiles);
    float* left = tiles;
    float* right = tiles + TILE * (TILE + 1);
    int x = threadIdx.x % TILE;
    int y = threadIdx.x / TILE;
    int row = blockIdx.y * TILE + y;
    int column = blockIdx.x * TILE + x;
    int weight_row = blockIdx.x * TILE + y;
    float sum = 0.0f;
    for (int from = 0; from < ins; from += TILE) {
        bool inside = from + x < ins;
        left[y * (TILE + 1) + x] = inside && row < rows ? in[(long long) row * ins + from + x] : 0.0f;
        right[y * (TILE + 1) + x] = inside && weight_row < outs ? load(weights + (long long) weight_row * ins + from + x) : 0.0f;
        __syncthreads();
        for (int i = 0; i < TILE; i++) {
            sum += left[y * (TILE + 1) + i] * right[x * (TILE + 1) + i];
        }
        __syncthreads();
    }
    if (row < rows && column < outs) {
        out[(long long) row * outs + column] = sum;
    }
}

extern "C" __global__ void product_f32(const float* weights, const float* in, float* out, int rows, int outs, int ins) {
    product(weights, in, out, rows, outs, ins);
}

extern "C" __global__ void product_f16(const half16* weights, const float* in, float* out, int rows, int outs, int ins) {
    product(weights, in, out, rows, outs, ins);
}

// What a lane reads of a row at once: a device reads its memory quickest by 16 bytes a lane.
template <typename Cell>
struct alignas(16) Wide {
    Cell cells[16 / sizeof(Cell)];
};

// One row: a warp an output, which reads its weights once. Grid: outs / warps of a block, rounded up.
template <typename Cell>
__device__ void product_one(const Cell* weights, const float* in, float* out, int outs, int ins) {
    const int cells = 16 / sizeof(Cell);
    int row = blockIdx.x * warps() + warp();
    float sum = 0.0f;
    if (row < outs) {
        const Cell* from = weights + (long long) row * ins;
        // Where rows do not begin at whole pieces, they are read cell by cell.
        int wide = ins % cells == 0 && (long long) weights % 16 == 0 ? ins / cells : 0;
        for (int piece = lane(); piece < wide; piece += WARP) {
            Wide<Cell> read = ((const Wide<Cell>*) from)[piece];
            for (int i = 0; i < cells; i++) {
                sum += load(read.cells + i) * in[piece * cells + i];
            }
        }
        for (int i = wide * cells + lane(); i < ins; i += WARP) {
            sum += load(from + i) * in[i];
        }
    }
    sum = warp_sum(sum);
    if (row < outs && lane() == 0) {
        out[row] = sum;
    }
}

extern "C" __global__ void product_one_f32(const float* weights, const float* in, float* out, int outs, int ins) {
    product_one(weights, in, out, outs, ins);
}

extern "C" __global__ void product_one_f16(const half16* weights, const float* in, float* out, int outs, int ins) {
    product_one(weights, in, out, outs, ins);
}
