// The least a program can do: what a start costs before anything is done.
int main() {
  return 0;
}
