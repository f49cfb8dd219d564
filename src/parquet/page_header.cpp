#include "parquet/page_header.hpp"

namespace wick::parquet {
namespace {

void read_dictionary(Thrift& thrift, const Thrift::Field& inner, PageHeader& header) {
  thrift.each_field(inner, [&](const Thrift::Field& field) {
    switch (field.id) {
      case 1:
        header.values = thrift.integer(field);
        break;
      case 2:
        header.encoding = thrift.integer(field);
        break;
      default:
        thrift.skip(field);
    }
  });
}

void read_data(Thrift& thrift, const Thrift::Field& inner, PageHeader& header) {
  thrift.each_field(inner, [&](const Thrift::Field& field) {
    switch (field.id) {
      case 1:
        header.values = thrift.integer(field);
        break;
      case 2:
        header.encoding = thrift.integer(field);
        break;
      case 3:
        header.level_encoding = thrift.integer(field);
        break;
      default:
        thrift.skip(field);
    }
  });
}

void read_data_version_2(Thrift& thrift, const Thrift::Field& inner, PageHeader& header) {
  thrift.each_field(inner, [&](const Thrift::Field& field) {
    switch (field.id) {
      case 1:
        header.values = thrift.integer(field);
        break;
      case 4:
        header.encoding = thrift.integer(field);
        break;
      case 5:
        header.levels_size = thrift.integer(field);
        break;
      case 6:
        header.repeats_size = thrift.integer(field);
        break;
      case 7:
        header.packed = thrift.truth(field);
        break;
      default:
        thrift.skip(field);
    }
  });
}

}  // namespace

PageHeader read_page_header(Thrift& thrift) {
  PageHeader header;
  thrift.each_field([&](const Thrift::Field& field) {
    switch (field.id) {
      case 1:
        header.type = thrift.integer(field);
        break;
      case 2:
        header.unpacked_size = thrift.integer(field);
        break;
      case 3:
        header.size = thrift.integer(field);
        break;
      case 5:
        read_data(thrift, field, header);
        break;
      case 7:
        read_dictionary(thrift, field, header);
        break;
      case 8:
        read_data_version_2(thrift, field, header);
        break;
      default:
        thrift.skip(field);
    }
  });
  return header;
}

}  // namespace wick::parquet
