# Compiler settings that every target of ours shares, and the two ways of declaring one.

add_library(lectern_options INTERFACE)
target_include_directories(lectern_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(lectern_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror)

# For programs: the allocator of all that they load. Records are trees of small strings, made and dropped on many
# threads; jemalloc is the faster one at that and gives memory back.
add_library(lectern_malloc INTERFACE)
if(LECTERN_JEMALLOC)
  find_library(JEMALLOC jemalloc REQUIRED)
  # Nothing names it, and the linker would leave it out.
  target_link_libraries(lectern_malloc INTERFACE
    -Wl,--push-state,--no-as-needed ${JEMALLOC} -Wl,--pop-state)
endif()

# lectern_library(NAME SOURCES... LINK...): a static library of this project.
function(lectern_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE lectern_options)
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# lectern_proto_library(NAME ROOT dir [GRPC] PROTOS... LINK...): generated code, free of our warnings.
function(lectern_proto_library name)
  cmake_parse_arguments(ARG "GRPC" "ROOT" "PROTOS;LINK" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/gen)
  file(MAKE_DIRECTORY ${out})
  get_target_property(grpc_plugin gRPC::grpc_cpp_plugin IMPORTED_LOCATION_NONE)
  set(generated "")
  foreach(proto ${ARG_PROTOS})
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(files ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(extra "")
    if(ARG_GRPC)
      set(files ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      set(extra --grpc_out=${out} --plugin=protoc-gen-grpc=${grpc_plugin})
    else()
      set(extra --cpp_out=${out})
    endif()
    add_custom_command(
      OUTPUT ${files}
      COMMAND protobuf::protoc -I ${CMAKE_SOURCE_DIR}/proto -I ${LECTERN_DEPS}/googleapis ${extra} ${ARG_ROOT}/${proto}
      DEPENDS ${ARG_ROOT}/${proto}
      COMMENT "protoc ${proto}" VERBATIM)
    list(APPEND generated ${files})
  endforeach()
  add_library(${name} STATIC ${generated})
  target_include_directories(${name} SYSTEM PUBLIC ${out})
  target_link_libraries(${name} PUBLIC ${ARG_LINK})
endfunction()
