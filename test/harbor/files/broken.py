"""A program that fails as it starts."""
import sys

print("broken on purpose", file=sys.stderr)
for number in range(1, 13):
    print(f"line {number}", file=sys.stderr)
sys.exit(1)
