// SPDX-License-Identifier: MIT
// lintel-layout: reads a graph on standard input, writes where its nodes should lie on standard output. A
// program of its own because Graphviz cannot be cancelled, aborts on its own assertions, and has a licence of
// its own (EPL-1.0).
#include <exception>
#include <iostream>

#include "app/layout/candidates.h"
#include "app/layout/dot.h"
#include "app/layout/protocol.h"

int main() {
    std::ios::sync_with_stdio(false);
    try {
        layout::writeCentres(std::cout, layout::layOut(layout::readGraph(std::cin), layout::dotEngine()));
        return 0;
    } catch (const std::exception& error) {
        std::cout << "error " << error.what() << '\n';
        return 1;
    }
}
