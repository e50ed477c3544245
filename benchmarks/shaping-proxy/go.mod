module sluice/shaping-proxy

go 1.21
