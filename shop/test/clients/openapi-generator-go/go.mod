module example.com/life

go 1.26.0
