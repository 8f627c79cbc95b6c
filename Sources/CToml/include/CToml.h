// toml++ as a flat list of keys with their places.
#ifndef CTOML_H
#define CTOML_H
#endif
