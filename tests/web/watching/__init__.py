"""What an operator watches by: each number is told, and each alert fires where its thing is broken."""
