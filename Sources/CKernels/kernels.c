#include "lede_kernels.h"
