"""Messages for phones and chats: the request that each service wants, and what its answer means. All of it is pure."""
