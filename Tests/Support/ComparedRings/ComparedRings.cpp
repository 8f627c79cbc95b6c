#include "ring.h"

#include <chrono>
#include <limits>
#include <memory>
#include <thread>
#if __has_include(<boost/lockfree/spsc_queue.hpp>)
#include <boost/lockfree/spsc_queue.hpp>
#define HAS_BOOST 1
#endif

namespace {

// Each thread has its end of the ring as a local variable, as in Swift.
struct Plain {
    ring shared{};
    struct Producer {
        ring_producer end;
        bool push(const element &value) { return ring_push(&end, &value); }
    };
    struct Consumer {
        ring_consumer end;
        bool pop(element &value) { return ring_pop(&end, &value); }
    };
    Producer producer() { return {{&shared, 0, 0}}; }
    Consumer consumer() { return {{&shared, 0, 0}}; }
};

element made(size_t number) {
    element value;
    for (auto &word : value.words) word = number;
    return value;
}

uint64_t read(const element &value) { return value.words[0] + value.words[COMPARED_RINGS_ELEMENT / 8 - 1]; }

template <class Body> double nanoseconds(size_t count, Body body) {
    const auto start = std::chrono::steady_clock::now();
    const uint64_t sum = body();
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    return sum == uint64_t(count) * (count - 1) ? spent.count() / double(count) : std::numeric_limits<double>::quiet_NaN();
}

template <class Ring> double alone(size_t count, size_t burst) {
    auto ring = std::make_unique<Ring>();
    return nanoseconds(count, [&] {
        auto &&producer = ring->producer();
        auto &&consumer = ring->consumer();
        uint64_t sum = 0;
        element value;
        for (size_t first = 0; first < count; first += burst) {
            for (size_t number = first; number < first + burst && number < count; ++number) producer.push(made(number));
            while (consumer.pop(value)) sum += read(value);
        }
        return sum;
    });
}

template <class Ring> double between(size_t count) {
    auto ring = std::make_unique<Ring>();
    return nanoseconds(count, [&] {
        uint64_t found = 0;
        std::thread thread([&] {
            auto &&consumer = ring->consumer();
            element value;
            uint64_t sum = 0;
            for (size_t taken = 0; taken < count;) {
                if (consumer.pop(value)) {
                    sum += read(value);
                    ++taken;
                } else {
                    std::this_thread::yield();
                }
            }
            found = sum;
        });
        auto &&producer = ring->producer();
        for (size_t number = 0; number < count;) {
            if (producer.push(made(number))) ++number;
            else std::this_thread::yield();
        }
        thread.join();
        return found;
    });
}

} // namespace

double compared_rings_alone_in_c(size_t count, size_t burst) { return alone<Plain>(count, burst); }
double compared_rings_between_in_c(size_t count) { return between<Plain>(count); }

#ifdef HAS_BOOST
namespace {
struct Boost {
    boost::lockfree::spsc_queue<element, boost::lockfree::capacity<COMPARED_RINGS_CAPACITY>> queue;
    auto &producer() { return queue; }
    auto &consumer() { return queue; }
};
} // namespace
double compared_rings_alone_in_boost(size_t count, size_t burst) { return alone<Boost>(count, burst); }
double compared_rings_between_in_boost(size_t count) { return between<Boost>(count); }
#else
double compared_rings_alone_in_boost(size_t, size_t) { return std::numeric_limits<double>::quiet_NaN(); }
double compared_rings_between_in_boost(size_t) { return std::numeric_limits<double>::quiet_NaN(); }
#endif
