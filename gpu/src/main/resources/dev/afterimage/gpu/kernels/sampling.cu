// Choosing the next token. One block; shared: WARP floats, and one a thread for sample_top_p.

// The number of the largest logit, the first of equals.
extern "C" __global__ void argmax(const float* logits, int count, int* out) {
    SHARED_FLOATS(scratch);
    float best = -infinity();
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        best = fmaxf(best, logits[i]);
    }
    best = block_max(best, scratch);
    // Numbers below 2^24 are exact as floats; vocabularies are far below that.
    float first = count;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        if (logits[i] == best) {
            first = i;
            break;
        }
    }
    first = -block_max(-first, scratch);
    if (threadIdx.x == 0) {
        *out = first < count ? (int) first : 0;
    }
}

// Of the fewest likeliest tokens that together have top_p of the probability (Holtzman et al. 2020), equals included, the one at which
// uniform, from 0 to before 1, falls when their probabilities stand side by side in the order of their numbers.
extern "C" __global__ void sample_top_p(const float* logits, int count, float temperature, float top_p, float uniform, int* out) {
    SHARED_FLOATS(scratch);
    float* shares = scratch + WARP;
    float most = -infinity();
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        most = fmaxf(most, logits[i]);
    }
    most = block_max(most, scratch);
    float sum = 0.0f;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        sum += expf((logits[i] - most) / temperature);
    }
    float wanted = block_sum(sum, scratch) * top_p;
    // The largest weight at which weights as large or larger have what is wanted: floats above 0 are ordered as their bits are.
    int low = 0;
    int high = __float_as_int(1.0f);
    while (low < high) {
        int middle = low + (high - low + 1) / 2;
        float least = __int_as_float(middle);
        float mass = 0.0f;
        for (int i = threadIdx.x; i < count; i += blockDim.x) {
            float weight = expf((logits[i] - most) / temperature);
            mass += weight >= least ? weight : 0.0f;
        }
        mass = block_sum(mass, scratch);
        if (mass >= wanted) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    float least = __int_as_float(low);
    int each = (count + blockDim.x - 1) / blockDim.x;
    int from = min(count, (int) threadIdx.x * each);
    int to = min(count, from + each);
    float share = 0.0f;
    for (int i = from; i < to; i++) {
        float weight = expf((logits[i] - most) / temperature);
        share += weight >= least ? weight : 0.0f;
    }
    shares[threadIdx.x] = share;
    __syncthreads();
    if (threadIdx.x == 0) {
        float whole = 0.0f;
        for (int t = 0; t < (int) blockDim.x; t++) {
            whole += shares[t];
        }
        float rest = uniform * whole;
        int t = 0;
        while (t < (int) blockDim.x - 1 && rest >= shares[t]) {
            rest -= shares[t++];
        }
        int chosen = 0;
        for (int i = min(count, t * each); i < count; i++) {
            float weight = expf((logits[i] - most) / temperature);
            if (weight >= least) {
                chosen = i;
                rest -= weight;
                if (rest < 0.0f) {
                    break;
                }
            }
        }
        *out = chosen;
    }
}
