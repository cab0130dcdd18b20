// cuBLAS on the host: the one product that is asked of it, column by column as cuBLAS has its matrices.
#include "cuda_on_host.h"

#include <string>

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace {

const int TURNED = 1;
const int AS_IT_IS = 0;
const int FLOATS = 0;
const int HALVES = 2;
const int COMPUTE_32F = 68;
const int INVALID_VALUE = 7;

int the_handle;
bool has_stream = false;
std::string failing;
int failure = 0;

bool fails(const char* function) {
    bool now = failing == function;
    if (now) {
        failing.clear();
    }
    return now;
}

float element(const void* matrix, int type, long long index) {
    return type == HALVES ? half_to_float(static_cast<const unsigned short*>(matrix)[index]) : static_cast<const float*>(matrix)[index];
}

}

// The next call of this function fails.
EXPORTED void fake_cublas_fail(const char* function, int result) {
    failing = function;
    failure = result;
}

EXPORTED int cublasCreate_v2(void** handle) {
    if (fails("cublasCreate_v2")) {
        return failure;
    }
    *handle = &the_handle;
    return 0;
}

EXPORTED int cublasDestroy_v2(void* handle) {
    return handle == &the_handle ? 0 : 1;
}

EXPORTED int cublasSetStream_v2(void* handle, void* stream) {
    has_stream = stream != nullptr;
    return handle == &the_handle ? 0 : 1;
}

EXPORTED int cublasGemmEx(void* handle, int left_form, int right_form, int m, int n, int k, const void* alpha, const void* left,
        int left_type, int left_step, const void* right, int right_type, int right_step, const void* beta, void* result, int result_type,
        int result_step, int compute, int) {
    if (fails("cublasGemmEx")) {
        return failure;
    }
    if (handle != &the_handle || !has_stream || left_form != TURNED || right_form != AS_IT_IS || left_type != right_type
            || (left_type != FLOATS && left_type != HALVES) || result_type != FLOATS || compute != COMPUTE_32F || left_step < k
                    || right_step < k
            || result_step < m || *static_cast<const float*>(alpha) != 1.0f || *static_cast<const float*>(beta) != 0.0f) {
        return INVALID_VALUE;
    }
    for (int column = 0; column < n; column++) {
        for (int row = 0; row < m; row++) {
            float sum = 0.0f;
            for (int i = 0; i < k; i++) {
                sum += element(left, left_type, (long long) row * left_step + i) * element(right, right_type,
                        (long long) column * right_step + i);
            }
            static_cast<float*>(result)[(long long) column * result_step + row] = sum;
        }
    }
    return 0;
}
