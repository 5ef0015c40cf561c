#include "lede_json.h"
