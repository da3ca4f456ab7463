from loslaten.cli import main

main()
