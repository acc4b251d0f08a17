# Read by CMake right after llama.cpp's own project() line (CMAKE_PROJECT_llama.cpp_INCLUDE).
# llama-cpp-python asks for llama.cpp's "common" library, which serves its command line tools
# and server; the engine needs none of it. Without it 83 steps are built instead of 140.
set(LLAMA_BUILD_COMMON OFF)
