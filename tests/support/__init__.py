"""What the tests share: private services, servers in other processes, clients that keep the protocol."""
