"""Hadamard matrices: square, of +1 and -1, any two columns orthogonal; they balance half samples."""

from __future__ import annotations

import numpy as np

from samrit.core.awareness.responses import Floats


def hadamard(least: int) -> Floats:
    """A Hadamard matrix of the smallest order >= `least` that can be made here, its first row and column all 1.

    Made by doubling (Sylvester) from the orders that quadratic residues of a prime give (Paley).
    """
    order = least if least <= 2 else -(-least // 4) * 4
    while True:
        matrix = _of_order(order)
        if matrix is not None:
            matrix = matrix * matrix[0]
            return np.asarray(matrix * matrix[:, :1], dtype=np.float64)
        order += 4


def _of_order(order: int) -> Floats | None:
    if order <= 2:
        return np.array([[1.0, 1.0], [1.0, -1.0]])[:order, :order]
    if _is_prime(order - 1):
        return _paley_one(order - 1)
    if _is_prime(order // 2 - 1) and (order // 2 - 1) % 4 == 1:
        return _paley_two(order // 2 - 1)
    half = (
        _of_order(order // 2)
        if order % 2 == 0 and (order // 2) % 4 in {0, 2} and (order == 4 or order % 8 == 0)
        else None
    )
    return None if half is None else np.block([[half, half], [half, -half]])


def _is_prime(number: int) -> bool:
    return number > 1 and all(number % part for part in range(2, int(number**0.5) + 1))


def _residues(prime: int) -> Floats:
    """Jacobsthal's matrix: the quadratic character of i - j."""
    character = np.full(prime, -1.0)
    character[[(value * value) % prime for value in range(prime)]] = 1.0
    character[0] = 0.0
    return np.asarray(character[(np.arange(prime)[:, None] - np.arange(prime)[None, :]) % prime])


def _paley_one(prime: int) -> Floats:
    skew = np.zeros((prime + 1, prime + 1))
    skew[0, 1:], skew[1:, 0] = 1.0, -1.0
    skew[1:, 1:] = _residues(prime)
    return np.asarray(skew + np.eye(prime + 1))


def _paley_two(prime: int) -> Floats:
    conference = np.zeros((prime + 1, prime + 1))
    conference[0, 1:] = conference[1:, 0] = 1.0
    conference[1:, 1:] = _residues(prime)
    one, zero = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0, -1.0], [-1.0, -1.0]])
    return np.asarray(np.kron(conference, one) + np.kron(np.eye(prime + 1), zero))
