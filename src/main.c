#include "taiyaku/base.h"

int main(void)
{
	return 0;
}
